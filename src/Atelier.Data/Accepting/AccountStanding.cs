using Atelier.Core.Limits;
using Atelier.Data.Usage;

namespace Atelier.Data.Accepting;

/// <summary>What an account may still ask for, as read under its lock; each order that is accepted takes from it.</summary>
/// <param name="balance">Thousandths of a credit.</param>
/// <param name="room">Further generations that may be ready or running; null is no limit.</param>
/// <param name="quota">Its pictures of the day.</param>
/// <param name="marked">Whether its tier asks for the mark.</param>
/// <param name="closed">Whether it was closed, be it after the caller had passed the door.</param>
internal sealed class AccountStanding(long balance, int? room, Quota quota, bool marked, bool closed)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private long _balance = balance;
    private int? _room = room;
    private int _used = quota.Used;

    /// <summary>Whether pictures carry the mark (requirement B-44).</summary>
    public bool Marked => marked;

    /// <summary>The day that an order's pictures are counted in.</summary>
    public DateOnly Today => quota.Day;

    public AcceptOutcome? CheckOpen() => closed ? new AcceptOutcome.Closed() : null;

    public AcceptOutcome? CheckCredits(AcceptOrder order) =>
        _balance < order.Price ? new AcceptOutcome.TooFewCredits(_balance) : null;

    /// <param name="byVisitor">Pictures of the day that the guest's address asked for.</param>
    public AcceptOutcome? CheckQuota(AcceptOrder order, int byVisitor) =>
        quota.Limit is { } limit && order.CountsPictures && Left(byVisitor) < order.Count
            ? new AcceptOutcome.OverQuota(limit, Left(byVisitor), quota.ResetsIn)
            : null;

    /// <summary>The limit of pictures that an order counts against; none where the account has none.</summary>
    public IEnumerable<LimitWindow> WindowsFor(AcceptOrder order, int byVisitor) =>
        quota.Limit is { } limit && order.CountsPictures
            ? [new LimitWindow(limit, Left(byVisitor), Day, quota.ResetsIn)]
            : [];

    /// <summary>Takes what an order needs.</summary>
    /// <returns>Whether it must be held until there is room.</returns>
    public bool Take(AcceptOrder order)
    {
        _balance -= order.Price;
        _used += order.CountsPictures ? order.Count : 0;
        // What waits for a person runs nowhere; its place is looked for when it is let go.
        if (order.Review is not null || _room is not { } room)
        {
            return false;
        }

        _room = Math.Max(0, room - 1);
        return room <= 0;
    }

    private int Left(int byVisitor) => Math.Max(0, (quota.Limit ?? 0) - Math.Max(_used, byVisitor));
}
