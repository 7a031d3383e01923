import '../all-runs';
import './yaml.test';
