import '../all-runs';
import './random-apps.test';
