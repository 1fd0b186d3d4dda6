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
        [Reason.CircuitOpen] = ("was left alone", ", since its last calls failed"),
        [Reason.Unmarkable] = ("was not called", ", for the mark that its pictures need could not be drawn"),
        [Reason.Erased] = ("was not called", ", for the words of the request were erased"),
        [Reason.Broken] = ("was not called", ", after a fault of ours"),
        [Reason.Overdue] = ("did not end its task in time", ""),
        [Reason.Vanished] = ("lost its task", ""),
        [Reason.Superseded] = ("was not called", ", for an older call had been found"),
    };

    /// <summary>The words of a failure's code.</summary>
    public static string Of(string? code) => string.Concat(Parts(code).Verb, Parts(code).Reason);

    internal static (string Verb, string Reason) Parts(string? code) =>
        Words.GetValueOrDefault(code ?? "", ("failed", ""));
}
