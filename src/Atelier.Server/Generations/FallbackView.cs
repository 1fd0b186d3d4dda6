using Atelier.Engine.Views;

namespace Atelier.Server.Generations;

/// <summary>What was first in line and did not run (requirement C-83).</summary>
/// <param name="Reason">What became of it, to be read behind its name, such as "could not be reached".</param>
internal sealed record FallbackView(string Model, string Provider, string Reason)
{
    /// <summary>Null where the first in line ran, or its turn is still on.</summary>
    public static FallbackView? Of(GenerationDetail detail)
    {
        var first = detail.Plan.First;
        return ReferenceEquals(first, detail.Ran)
            ? null
            : new FallbackView(first.Model, first.Provider, detail.FirstFailure ?? "was passed over");
    }
}
