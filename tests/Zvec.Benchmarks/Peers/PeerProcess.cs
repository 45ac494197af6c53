using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zvec.Benchmarks.Peers;

/// <summary>The process that an engine is measured in, ours too. It takes one request a line of JSON on its standard input, and marks its
/// answers on standard output, since native libraries print there as they like.</summary>
internal sealed class PeerProcess : IDisposable
{
    /// <summary>What an answer starts with.</summary>
    public const char AnswerMark = '@';

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    /// <summary>Escapes as little as possible, for the peer in C++ does not undo it.</summary>
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _name;
    private readonly Process _process;

    private PeerProcess(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    public static PeerProcess Start(string name, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            return new PeerProcess(name, Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new PeerException($"{name}: {program} does not start: {exception.Message}");
        }
    }

    /// <summary>Sends a request and waits for its answer, however long that takes.</summary>
    /// <exception cref="PeerException">The peer answered with an error, or ended.</exception>
    public T Ask<T>(JsonObject request)
    {
        try
        {
            _process.StandardInput.WriteLine(request.ToJsonString(Relaxed));
            _process.StandardInput.Flush();
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (!line.StartsWith(AnswerMark))
                    continue;
                JsonNode answer = JsonNode.Parse(line[1..])!;
                if (answer["error"] is { } error)
                    throw new PeerException($"{_name}: {error}");
                return answer["ok"].Deserialize<T>() ?? throw new PeerException($"{_name}: an empty answer.");
            }
        }
        catch (Exception exception) when (exception is IOException and not PeerException or JsonException)
        {
            throw new PeerException($"{_name}: {exception.Message}");
        }

        throw new PeerException(
            $"{_name}: the process ended {(_process.WaitForExit(1000) ? $"with code {_process.ExitCode} " : "")}instead of answering.");
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it ended before it read everything
        }

        if (!_process.WaitForExit(EndPatience))
            _process.Kill();
        _process.Dispose();
    }
}
