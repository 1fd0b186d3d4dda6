using Atelier.Server.Generations;

namespace Atelier.Server.Routing;

/// <summary>One kind of request in a mix.</summary>
internal sealed class MixPartBody
{
    /// <summary>Its part of all requests, above 0 and at most 1; all parts together are 1.</summary>
    public decimal? Share { get; set; }

    /// <summary>The request, as at POST /v1/generations; its prompt may be left out.</summary>
    public GenerationBody? Request { get; set; }
}
