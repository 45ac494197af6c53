using Zvec.Engine;

float[] birds = [1, 0, 0];
