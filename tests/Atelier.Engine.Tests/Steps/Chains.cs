using System.Globalization;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Tests.Steps;

/// <summary>Plans, attempts, and decisions about them in words, for tables.</summary>
internal static class Chains
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A paid place of the chain; calls of it cost at most 1 nano-dollar a least call.</summary>
    public static PlannedOffer Paid(string provider, int perCall = 1, bool reconciles = false) =>
        new(provider, "1", provider, 0, DigitalSourceType.TrainedAlgorithmicMedia, [])
        {
            MaxPerCall = perCall,
            MaximumNanos = 1,
            PostTimeout = Timeout,
            Paid = true,
            Reconciles = reconciles,
        };

    public static PlannedOffer Painter() =>
        new("painter", "1", "local", 0, DigitalSourceType.AlgorithmicMedia, []) { MaxPerCall = 10 };

    public static GenerationPlan Plan(params PlannedOffer[] chain) =>
        new("v", null, Quality.Standard, null, 0, 1000, chain, [], []);

    /// <summary>An attempt that was begun <paramref name="age"/> seconds ago.</summary>
    public static AttemptRow Attempt(
        AttemptState state,
        int[]? slots = null,
        int link = 0,
        string? failure = null,
        bool rerun = false,
        bool ended = false,
        double age = 10,
        string? task = null,
        bool givenUp = false
    ) =>
        new(
            Guid.CreateVersion7(),
            Guid.Empty,
            "",
            link,
            slots ?? [0],
            state,
            Start,
            Timeout,
            Risk: 1,
            rerun,
            task,
            Stored: false,
            Cost: null,
            ended,
            failure,
            Polls: 0,
            WatchedSince: null,
            Start + TimeSpan.FromSeconds(age)
        )
        {
            GivenUp = givenUp,
        };

    public static string Describe(SlotFate fate) =>
        fate switch
        {
            SlotFate.Answered => "answered",
            SlotFate.Pending { Until: null } => "pending",
            SlotFate.Pending pending => $"pending {Seconds(pending.Until!.Value)}",
            SlotFate.Wants wants =>
                $"link {wants.Link}{(wants.Rerun ? " rerun" : "")}{(wants.Wait > TimeSpan.Zero ? $" in {Seconds(wants.Wait)}" : "")}",
            SlotFate.Dead dead => $"dead {dead.Error}",
            _ => throw new InvalidOperationException(),
        };

    public static string Describe(Move move) =>
        move switch
        {
            Move.Send send =>
                $"send {string.Join(",", send.Call.Slots)} to {send.Call.Lane}{(send.Call.Rerun ? " rerun" : "")}"
                    + $" risk {send.Call.Risk}{(send.Pause > TimeSpan.Zero ? $" in {Seconds(send.Pause)}" : "")}"
                    + (send.Pending ? " and follow" : ""),
            Move.Wait { AtMost: null } => "wait",
            Move.Wait wait => $"wait {Seconds(wait.AtMost!.Value)}",
            Move.Finish finish => string.Join(
                " ",
                new[] { "finish" }.Concat(finish.Errors.OrderBy(e => e.Key).Select(e => $"{e.Key}={e.Value}"))
            ),
            _ => throw new InvalidOperationException(),
        };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
