using System.CommandLine;
using BenchmarkDotNet.Running;
using Zvec.Benchmarks.Compare;
using Zvec.Benchmarks.Connector;
using Zvec.Benchmarks.Filters;
using Zvec.Benchmarks.Fresh;
using Zvec.Benchmarks.Indexes;
using Zvec.Benchmarks.Partitions;
using Zvec.Benchmarks.Serve;
using Zvec.Benchmarks.Server;
using Zvec.Benchmarks.Texts;
using Zvec.Benchmarks.Writes;

// Our own measurements are commands; all else goes to BenchmarkDotNet, whose options are many.
if (args is ["kernels", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args[1..]);
    return 0;
}

var root = new RootCommand("Measures the engine: 'compare', 'measure', 'indexes', 'writes', 'fresh', 'filters', 'texts', 'partitions', "
    + "'connector' and 'server' run whole jobs, 'kernels' runs the BenchmarkDotNet classes (kernels --help shows its options).")
{
    CompareCommand.Create(),
    CompareCommand.CreateAlone(),
    IndexesCommand.Create(),
    ServeCommand.Create(),
    WritesCommand.Create(),
    ConnectorCommand.Create(),
    ServerCommand.Create(),
    FreshCommand.Create(),
    TextsCommand.Create(),
    FilterCommand.Create(),
    PartitionsCommand.Create(),
    new Command("kernels", "run BenchmarkDotNet classes, for example: kernels --filter '*' --job dry"),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is InvalidDataException or IOException or Zvec.Engine.ZvecException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
