namespace Atelier.Server.Routing;

/// <summary>Requests in given shares.</summary>
internal sealed class MixBody
{
    /// <summary>How many there are in all, 1 to 10,000.</summary>
    public int? Requests { get; set; }

    /// <summary>1 to 100 kinds of requests.</summary>
    public List<MixPartBody?>? Parts { get; set; }
}
