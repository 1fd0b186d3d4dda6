using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Atelier.Server.Tests.Serving;

[assembly: AssemblyFixture(typeof(SuiteLog))]

namespace Atelier.Server.Tests.Serving;

/// <summary>
/// Every line that any server of these tests logged, and every secret that any of them used. When all tests are through, none of the
/// lines may hold any of the secrets, a prompt or a picture (requirement B-70).
/// </summary>
public sealed partial class SuiteLog : IDisposable
{
    private static readonly ConcurrentDictionary<string, byte> Secrets = new();
    private static readonly string File = Path.GetTempFileName();
    private static readonly TextWriter Lines = TextWriter.Synchronized(new StreamWriter(File));

    /// <summary>Keeps a line.</summary>
    public static void Write(string line) => Lines.WriteLine(line);

    /// <summary>Remembers a secret.</summary>
    public static void Forbid(string secret)
    {
        if (secret.Length >= 8)
        {
            Secrets[secret] = 0;
        }
    }

    /// <summary>Remembers what an answer handed out: keys, signatures, cookies.</summary>
    public static void ForbidIn(string text)
    {
        foreach (Match match in HandedOut().Matches(text))
        {
            Forbid(match.Groups.Values.Skip(1).First(group => group.Success).Value);
        }
    }

    /// <summary>The lines that hold what no line may hold, of those written so far.</summary>
    public static IReadOnlyList<string> Leaks()
    {
        Lines.Flush();
        var secrets = SearchValues.Create([.. Secrets.Keys, LogCapture.PromptWord], StringComparison.Ordinal);
        return
        [
            .. System
                .IO.File.ReadLines(File)
                .Where(line => line.AsSpan().ContainsAny(secrets) || Bytes().IsMatch(line))
                .Take(20),
        ];
    }

    public void Dispose()
    {
        var leaks = Leaks();
        Lines.Dispose();
        System.IO.File.Delete(File);
        if (leaks.Count > 0)
        {
            throw new InvalidOperationException($"The log of the suite holds secrets:\n{string.Join('\n', leaks)}");
        }
    }

    [GeneratedRegex(
        "((?:atl_|tkt_|whsec_)[A-Za-z0-9+/_=-]{20,})|[?&]sig=([A-Za-z0-9_-]{43})|atelier_[a-z]+=([A-Za-z0-9_-]{20,})"
    )]
    private static partial Regex HandedOut();

    [GeneratedRegex("[A-Za-z0-9+/]{300,}")]
    private static partial Regex Bytes();
}
