import '../all-runs';
import './yaml-template.test';
