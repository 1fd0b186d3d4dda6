using System.Buffers.Binary;
using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Server.Addresses;
using Atelier.Server.Setup;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Wall;

/// <summary>
/// Counts wrong keys, codes and tickets by address over all nodes, and turns an address away that brought too many. A key that was
/// right on this node is let through all the same, so that a guesser does not lock out his neighbours.
/// </summary>
internal sealed partial class GuessGuard(
    WindowStore windows,
    ClientAddress addresses,
    ServerSettings settings,
    IOptions<WallOptions> options,
    TimeProvider time,
    ILogger<GuessGuard> logger
)
{
    public const string Keys = "guess:key";
    public const string Codes = "guess:code";
    public const string Tickets = "guess:ticket";

    private const int MostRemembered = 10_000;

    private readonly WindowLimit _limit = new(
        options.Value.MaxGuesses,
        TimeSpan.FromMinutes(options.Value.GuessMinutes)
    );

    // By the hash of an address for one kind: when it may come again.
    private readonly RecentMap<UInt128, DateTimeOffset> _closed = new(MostRemembered);
    private readonly RecentMap<UInt128, bool> _right = new(MostRemembered);

    /// <summary>Refuses an address that guessed too often; asks no database.</summary>
    /// <param name="kind">Such as <see cref="Keys"/>.</param>
    /// <exception cref="AtelierException">Too many were wrong; it says when to come again.</exception>
    public void Check(HttpContext context, string kind, string secret)
    {
        // As almost always: then nothing is computed either.
        if (!_closed.IsEmpty && Subject(context, kind) is { } subject)
        {
            var left = _closed.Find(Short(subject)) - time.GetUtcNow();
            if (left > TimeSpan.Zero && !_right.Find(Short(ApiKeySecret.Hash(secret))))
            {
                throw new AtelierException(
                    ErrorCode.RateLimited,
                    "Too many wrong keys or codes came from this address; try again later."
                )
                {
                    RetryAfterSeconds = (int)Math.Ceiling(left.TotalSeconds),
                };
            }
        }
    }

    /// <summary>Remembers a key that was right.</summary>
    public void Right(string secret) => _right.Set(Short(ApiKeySecret.Hash(secret)), true);

    /// <summary>Counts one that was wrong.</summary>
    public async Task WrongAsync(HttpContext context, string kind, string secret)
    {
        _right.Remove(Short(ApiKeySecret.Hash(secret)));
        if (Subject(context, kind) is not { } subject)
        {
            return;
        }

        // Not the caller's token: hanging up must not keep a guess from counting.
        var use = await windows.TakeAsync(kind, subject, _limit, CancellationToken.None);
        var name = Convert.ToHexStringLower(subject.AsSpan(0, 8));
        LogWrong(kind, name, use.Left);
        if (use.Left == 0)
        {
            _closed.Set(Short(subject), time.GetUtcNow() + use.ResetsIn);
            LogClosed(kind, name, use.ResetsIn);
            if (settings.TrustedProxies.Count == 0 && context.Request.Headers.ContainsKey("X-Forwarded-For"))
            {
                LogProxy(name);
            }
        }
    }

    private byte[]? Subject(HttpContext context, string kind) => addresses.HashOf(context, kind);

    private static UInt128 Short(byte[] hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);

    [LoggerMessage(
        LogLevel.Information,
        "A wrong one ({Kind}) came from address {Address}; {Left} more are let through"
    )]
    private partial void LogWrong(string kind, string address, int left);

    [LoggerMessage(LogLevel.Warning, "Address {Address} is turned away ({Kind}) for {Time}")]
    private partial void LogClosed(string kind, string address, TimeSpan time);

    [LoggerMessage(
        LogLevel.Warning,
        "Address {Address} speaks for others: if it is your proxy, name it in ATELIER_TRUSTED_PROXIES, or all behind it are turned away together"
    )]
    private partial void LogProxy(string address);
}
