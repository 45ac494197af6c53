global using Zvec.Engine;
