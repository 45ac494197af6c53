using Zvec.Samples.AgentMemory;

// An agent that remembers across runs: what it is told becomes facts in a Zvec store, and what it is asked recalls them by words, by
// meaning, by how recent and how important they are.

return await CommandLine.Create().Parse(args).InvokeAsync();
