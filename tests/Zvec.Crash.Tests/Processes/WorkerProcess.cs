using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Zvec.Crash.Worker;

namespace Zvec.Crash.Tests.Processes;

/// <summary>A running Zvec.Crash.Worker. A thread of its own gathers what it reports; a worker that falls silent for minutes is ended, so
/// that a test that waits for it fails instead of hanging.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // this process runs on a runtime that lies in <dotnet>/shared/Microsoft.NETCore.App/<version>/
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private readonly Process _process;
    private readonly Thread _reader;
    private readonly StringBuilder _errors = new();
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _lines = []; // the first of each kind
    private readonly long[] _acknowledged;
    private readonly Timer _watch;
    private long _total;
    private bool _ended;
    private bool _isSilent;

    private WorkerProcess(string[] arguments, long[] starts)
    {
        _acknowledged = [.. starts];
        var start = new ProcessStartInfo(Dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Zvec.Crash.Worker.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{Dotnet}' did not start.");
        _watch = new Timer(_ => EndSilentWorker(), state: null, Patience, Timeout.InfiniteTimeSpan);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        _reader = new Thread(ReadReports) { IsBackground = true };
        _reader.Start();
    }

    public int Id => _process.Id;

    /// <summary>The calls of each writer that are acknowledged, as far as they have been read.</summary>
    public long[] Acknowledged
    {
        get
        {
            lock (_lines)
                return [.. _acknowledged];
        }
    }

    /// <summary>The acknowledgements that this worker gave.</summary>
    public long TotalAcknowledged
    {
        get
        {
            lock (_lines)
                return _total;
        }
    }

    /// <summary>Starts a worker that writes from the given calls on.</summary>
    public static WorkerProcess StartWriting(
        string path, int seed, Durability durability, long mutableSegmentBytes, long[] starts, string? board = null) =>
        new(
            [
                "write", path, seed.ToString(CultureInfo.InvariantCulture), durability.ToString(),
                mutableSegmentBytes.ToString(CultureInfo.InvariantCulture), board ?? "-", string.Join(',', starts),
            ],
            starts);

    /// <summary>Starts a worker that opens a collection for writing and keeps it open.</summary>
    public static WorkerProcess StartOpening(string path, Durability durability, long mutableSegmentBytes) =>
        new(["open", path, durability.ToString(), mutableSegmentBytes.ToString(CultureInfo.InvariantCulture)], []);

    /// <summary>Starts a worker that reads a collection and moves on with its writers.</summary>
    public static WorkerProcess StartReading(string path, int seed, int writers, string board) =>
        new(["read", path, seed.ToString(CultureInfo.InvariantCulture), writers.ToString(CultureInfo.InvariantCulture), board], []);

    /// <summary>Waits for a report that begins with a word, and returns it; a worker that ends before is a failure.</summary>
    public string WaitFor(params string[] words)
    {
        lock (_lines)
        {
            while (true)
            {
                if (_lines.Find(line => words.Contains(line.Split(' ')[0])) is { } found)
                    return found;
                ThrowIfEnded();
                Monitor.Wait(_lines);
            }
        }
    }

    /// <summary>The number of lines that the worker has reported and that begin with a word.</summary>
    public int Count(string word)
    {
        lock (_lines)
            return _counts.GetValueOrDefault(word);
    }

    /// <summary>Waits until the worker has reported so many lines that begin with a word.</summary>
    public void WaitForCount(string word, int count)
    {
        lock (_lines)
        {
            while (Count(word) < count)
            {
                ThrowIfEnded();
                Monitor.Wait(_lines);
            }
        }
    }

    /// <summary>Waits until the worker has given so many acknowledgements.</summary>
    public void WaitForAcknowledgements(long count)
    {
        lock (_lines)
        {
            while (_total < count)
            {
                ThrowIfEnded();
                Monitor.Wait(_lines);
            }
        }
    }

    /// <summary>Kills the worker as SIGKILL does, and reads what it had reported by then.</summary>
    public void Kill()
    {
        Assert.False(_process.HasExited, $"The worker ended by itself: {Errors()}");
        _process.Kill();
        _process.WaitForExit();
        _reader.Join();
        Assert.False(_isSilent, "The worker reported nothing for minutes.");
        Assert.Equal("", Errors());
    }

    /// <summary>Ends the worker's input, which ends the worker.</summary>
    public void Finish()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _reader.Join();
        Assert.True(_process.ExitCode == 0, Errors());
    }

    public void Dispose()
    {
        _watch.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _reader.Join();
        _process.Dispose();
    }

    private void ReadReports()
    {
        using StreamReader output = _process.StandardOutput;
        while (output.ReadLine() is { } line)
        {
            _watch.Change(Patience, Timeout.InfiniteTimeSpan);
            string[] words = line.Split(' ');
            lock (_lines)
            {
                if (words is [Report.Acknowledged, string writer, string calls])
                {
                    _acknowledged[int.Parse(writer, CultureInfo.InvariantCulture)] = long.Parse(calls, CultureInfo.InvariantCulture);
                    _total++;
                }
                else
                {
                    _counts[words[0]] = Count(words[0]) + 1;
                    if (_counts[words[0]] == 1)
                        _lines.Add(line);
                }

                Monitor.PulseAll(_lines);
            }
        }

        lock (_lines)
        {
            _ended = true;
            Monitor.PulseAll(_lines);
        }
    }

    private void ThrowIfEnded()
    {
        if (!_ended)
            return;
        _process.WaitForExit();
        Assert.Fail(_isSilent ? "The worker reported nothing for minutes." : $"The worker ended by itself: {Errors()}");
    }

    private string Errors()
    {
        lock (_errors)
            return _errors.ToString().Trim();
    }

    private void EndSilentWorker()
    {
        _isSilent = true;
        _process.Kill();
    }
}
