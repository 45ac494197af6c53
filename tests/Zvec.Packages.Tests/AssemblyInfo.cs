using Zvec.Packages.Tests;

// packing takes longer than all the tests of what was packed
[assembly: AssemblyFixture(typeof(PackedPackages))]
