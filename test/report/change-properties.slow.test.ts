import '../all-runs';
import './change-properties.test';
