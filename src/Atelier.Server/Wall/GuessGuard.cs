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

    private readonly GuessPlaces _places = new(options.Value.MaxGuesses, time);
    private readonly RecentMap<UInt128, bool> _right = new(MostRemembered);

    /// <summary>
    /// To be called before a lookup, and disposed after it: refuses an address that guessed too often, and holds a place for the guess
    /// until it is known to be right or wrong. Asks no database.
    /// </summary>
    /// <param name="kind">Such as <see cref="Keys"/>.</param>
    /// <exception cref="AtelierException">Too many were wrong; it says when to come again.</exception>
    public async ValueTask<Guess> BeginAsync(HttpContext context, string kind, string secret)
    {
        var hash = Short(ApiKeySecret.Hash(secret));
        // Right before, as almost always: then nothing else is computed.
        if (_right.Find(hash) || Subject(context, kind) is not { } subject)
        {
            return new Guess(this, context, kind, hash, place: null);
        }

        var address = Short(subject);
        await _places.TakeAsync(address, context.RequestAborted);
        return new Guess(this, context, kind, hash, address);
    }

    /// <summary>Remembers a key that was right.</summary>
    public void Right(UInt128 secret) => _right.Set(secret, true);

    /// <summary>Counts one that was wrong.</summary>
    public async Task WrongAsync(HttpContext context, string kind, UInt128 secret)
    {
        _right.Remove(secret);
        if (Subject(context, kind) is not { } subject)
        {
            return;
        }

        // Not the caller's token: hanging up must not keep a guess from counting.
        var use = await windows.TakeAsync(kind, subject, _limit, CancellationToken.None);
        var name = Convert.ToHexStringLower(subject.AsSpan(0, 8));
        LogWrong(kind, name, use.Left);
        _places.Note(Short(subject), use.Left, use.ResetsIn);
        if (use.Left == 0)
        {
            LogClosed(kind, name, use.ResetsIn);
            if (settings.TrustedProxies.Count == 0 && context.Request.Headers.ContainsKey("X-Forwarded-For"))
            {
                LogProxy(name);
            }
        }
    }

    /// <summary>Gives a place back that <see cref="BeginAsync"/> took.</summary>
    public void GiveBack(UInt128 address) => _places.GiveBack(address);

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
