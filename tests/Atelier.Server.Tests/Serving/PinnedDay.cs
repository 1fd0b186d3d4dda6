namespace Atelier.Server.Tests.Serving;

/// <summary>A clock that runs as always, on another day.</summary>
internal sealed class PinnedDay(DateOnly day) : TimeProvider
{
    private readonly TimeSpan _away = day.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc) - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _away;
}
