using Atelier.Data.Usage;

namespace Atelier.Data.Accepting;

/// <summary>What an account may still ask for, as read under its lock; each order that is accepted takes from it.</summary>
/// <param name="balance">Thousandths of a credit.</param>
/// <param name="room">Further generations that may be ready or running; null is no limit.</param>
/// <param name="quota">Null where the account has no limit of pictures.</param>
/// <param name="marked">Whether its tier asks for the mark.</param>
internal sealed class AccountStanding(long balance, int? room, Quota? quota, bool marked)
{
    private long _balance = balance;
    private int? _room = room;
    private Quota? _quota = quota;

    /// <summary>Whether pictures carry the mark (requirement B-44).</summary>
    public bool Marked => marked;

    /// <summary>The day whose limit an order counts against; null where there is none.</summary>
    public DateOnly? QuotaDay => _quota?.Day;

    public AcceptOutcome? CheckCredits(AcceptOrder order) =>
        _balance < order.Price ? new AcceptOutcome.TooFewCredits(_balance) : null;

    public AcceptOutcome? CheckQuota(AcceptOrder order) =>
        _quota is { } quota && quota.Left < order.Count
            ? new AcceptOutcome.OverQuota(quota.Limit, quota.Left, quota.ResetsIn)
            : null;

    /// <summary>Takes what an order needs.</summary>
    /// <returns>Whether it must be held until there is room.</returns>
    public bool Take(AcceptOrder order)
    {
        _balance -= order.Price;
        _quota = _quota is { } quota ? quota with { Used = quota.Used + order.Count } : null;
        if (_room is not { } room)
        {
            return false;
        }

        _room = Math.Max(0, room - 1);
        return room <= 0;
    }
}
