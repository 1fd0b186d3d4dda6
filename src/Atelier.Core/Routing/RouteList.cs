namespace Atelier.Core.Routing;

/// <summary>The models that come before the score, in order.</summary>
/// <param name="Text">What was looked up, a sentence a step.</param>
internal sealed record RouteList(IReadOnlyList<RouteLine> Lines, IReadOnlyList<string> Text)
{
    public static readonly RouteList Empty = new([], []);
}
