using Atelier.Core;
using Atelier.Engine.Steps;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Explaining;

/// <summary>How a call failed, in words that go behind the name of its offer. Nothing a provider said is among them.</summary>
public static class FailureWords
{
    // What it did, and the reason behind it where we know one: how long it took goes in between.
    private static readonly Dictionary<string, (string Verb, string Reason)> Words = new()
    {
        [SnakeCase.Of(FailureKind.NotSent)] = ("could not be reached", ""),
        [SnakeCase.Of(FailureKind.BadRequest)] = ("did not take the parameters", ""),
        [SnakeCase.Of(FailureKind.TooLarge)] = (
            "was not called",
            ", for the file of a picture is larger than it takes"
        ),
        [SnakeCase.Of(FailureKind.Refused)] = ("refused the request", " by its content policy"),
        [SnakeCase.Of(FailureKind.Unauthorized)] = ("did not accept the operator's key", ""),
        [SnakeCase.Of(FailureKind.OutOfCredits)] = (
            "turned the call away",
            ", for the operator's account there is empty"
        ),
        [SnakeCase.Of(FailureKind.ModelGone)] = ("does not have the model any more", ""),
        [SnakeCase.Of(FailureKind.RateLimited)] = ("turned the call away", " as one too many"),
        [SnakeCase.Of(FailureKind.Overloaded)] = ("was overloaded", ""),
        [SnakeCase.Of(FailureKind.ServerError)] = ("failed with an error of its own", ""),
        [SnakeCase.Of(FailureKind.Unreadable)] = ("sent an answer that holds no picture", ""),
        [SnakeCase.Of(FailureKind.TaskFailed)] = ("ended its task without a picture", ""),
        [Reason.Lost] = ("did not answer", ""),
        [Reason.CutOff] = ("was not heard to the end", ", for our node broke it off"),
        [Reason.TooLate] = ("was not called", ", for our node had stood still"),
        [Reason.Stopping] = ("was not called", ", for our node was stopping"),
        [Reason.NeverArrived] = ("never got the call", ""),
        [Reason.Canceled] = ("was stopped as you wished", ""),
        [Reason.NoAdapter] = ("was not switched on any more", ""),
        [Reason.KeyRemoved] = ("cannot be asked", ", for the operator's key that it needs is not set any more"),
        [Reason.KeyRefused] = ("did not accept one of the operator's keys", ""),
        [Reason.KeyEmpty] = ("turned one of the operator's keys away", ", for its account there is empty"),
        [Reason.KeyLimited] = ("turned one of the operator's keys away", " as one call too many"),
        [Reason.CircuitOpen] = ("was left alone", ", since its last calls failed"),
        [Reason.Paused] = ("was not called", ", for the operator had paused it"),
        [Reason.Unmarkable] = ("was not called", ", for the mark that its pictures need could not be drawn"),
        [Reason.Erased] = ("was not called", ", for the words of the request were erased"),
        [Reason.Broken] = ("was not called", ", after a fault of ours"),
        [Reason.Overdue] = ("did not end its task in time", ""),
        [Reason.Vanished] = ("lost its task", ""),
        [Reason.Superseded] = ("was not called", ", for an older call had been found"),
    };

    // How the operator stands with a provider is between the two.
    private static readonly string[] HeldBack =
    [
        SnakeCase.Of(FailureKind.Unauthorized),
        SnakeCase.Of(FailureKind.OutOfCredits),
        Reason.KeyRemoved,
        Reason.KeyRefused,
        Reason.KeyEmpty,
        Reason.KeyLimited,
    ];

    /// <summary>The words of a failure's code.</summary>
    /// <param name="runsHouse">Whether the reader may be told what is the operator's business.</param>
    public static string Of(string? code, bool runsHouse) =>
        string.Concat(Parts(code, runsHouse).Verb, Parts(code, runsHouse).Reason);

    /// <summary>The code as the reader may see it.</summary>
    public static string? CodeOf(string? code, bool runsHouse) =>
        runsHouse || !HeldBack.Contains(code) ? code : "turned_away";

    internal static (string Verb, string Reason) Parts(string? code, bool runsHouse) =>
        runsHouse || !HeldBack.Contains(code)
            ? Words.GetValueOrDefault(code ?? "", ("failed", ""))
            : ("turned the call away", "");
}
