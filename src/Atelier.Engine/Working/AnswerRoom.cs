using Atelier.Data.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>Whether the answers of paid calls would find room. Asked before work is taken: what waits costs nothing.</summary>
internal sealed partial class AnswerRoom(
    IBlobStore blobs,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<AnswerRoom> logger
)
{
    // Every lane asks each second.
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _told;

    /// <summary>Whether calls may be sent; says so in the log when not.</summary>
    public bool IsThere()
    {
        var least = options.Value.LeastFreeBytes;
        if (blobs.FreeBytes is not { } free || free >= least)
        {
            return true;
        }

        if (MayTell())
        {
            LogFull(free, least);
        }

        return false;
    }

    private bool MayTell()
    {
        lock (_lock)
        {
            if (_told is { } before && time.GetElapsedTime(before) < BetweenWords)
            {
                return false;
            }

            _told = time.GetTimestamp();
            return true;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "No paid call is sent: {Free} bytes are free where answers are kept, and Work:LeastFreeBytes is {Least}. Free some there"
    )]
    private partial void LogFull(long free, long least);
}
