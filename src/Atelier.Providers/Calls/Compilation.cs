using Atelier.Core.Routing;

namespace Atelier.Providers.Calls;

/// <summary>What came of compiling a request for an offer.</summary>
public abstract record Compilation
{
    private Compilation() { }

    /// <summary>It can be sent.</summary>
    public sealed record Ready(CompiledCall Call) : Compilation;

    /// <summary>It cannot be said in this provider's words; the offer is passed over with this reason.</summary>
    public sealed record Impossible(Rejection Reason) : Compilation;
}
