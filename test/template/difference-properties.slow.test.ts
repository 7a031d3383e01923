import '../all-runs';
import './difference-properties.test';
