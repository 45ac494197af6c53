using Xunit;

// programs change the current folder and the console, of which a process has one
[assembly: CollectionBehavior(DisableTestParallelization = true)]
