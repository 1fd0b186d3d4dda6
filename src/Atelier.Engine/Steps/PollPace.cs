using System.Security.Cryptography;
using Atelier.Data.Attempts;
using Atelier.Engine.Working;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Steps;

/// <summary>
/// How long to wait before a task is asked for again: as long as its wire says, or longer where so many are under way that a
/// provider would be asked too often.
/// </summary>
internal sealed partial class PollPace(
    TaskCountStore tasks,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<PollPace> logger
)
{
    /// <summary>However many there are: pictures do not wait longer to be found.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Many tasks take minutes to come and to go.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // Tasks that were sent in one moment shall not be asked for in one moment for ever.
    private const double MostJitter = 0.2;
    private const int JitterSteps = 1000;

    private volatile Counted? _counted;
    private int _counting;

    /// <param name="wish">The wire's own pause.</param>
    public async ValueTask<TimeSpan> AfterAsync(string provider, TimeSpan wish, CancellationToken cancellationToken)
    {
        await CountAsync(cancellationToken);
        var underWay = _counted?.Tasks.GetValueOrDefault(provider) ?? 0;
        if (underWay <= options.Value.PollsPerSecond)
        {
            // Once a second for each: no wire asks more often.
            return wish;
        }

        var share = TimeSpan.FromSeconds((double)underWay / options.Value.PollsPerSecond);
        var pause = share < Longest ? share : Longest;
        return pause > wish
            ? pause * (1 - (MostJitter / 2) + (MostJitter * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps))
            : wish;
    }

    // One looks while all others go on with what was counted last.
    private async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        var before = _counted;
        if (
            (before is not null && time.GetElapsedTime(before.At) < Fresh)
            || Interlocked.Exchange(ref _counting, 1) != 0
        )
        {
            return;
        }

        var counts = before?.Tasks ?? new Dictionary<string, int>();
        try
        {
            counts = await tasks.CountAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            LogUncounted(exception);
        }
        finally
        {
            _counted = new Counted(counts, time.GetTimestamp());
            Volatile.Write(ref _counting, 0);
        }
    }

    [LoggerMessage(LogLevel.Warning, "How many tasks are under way could not be counted; the last count holds")]
    private partial void LogUncounted(Exception exception);

    private sealed record Counted(IReadOnlyDictionary<string, int> Tasks, long At);
}
