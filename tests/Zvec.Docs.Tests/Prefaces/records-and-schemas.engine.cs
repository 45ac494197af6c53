using Zvec.Engine;
