return await Zvec.Cli.ZvecCommandLine.RunAsync(args);
