namespace Atelier.Bench.Photos.Runs;

/// <summary>What a run of uploads sends.</summary>
internal sealed record UploadPlan
{
    /// <summary>Photos, all at the same moment.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Whether each is as large as a file may be; else it is of one megabyte.</summary>
    public bool Large { get; init; } = true;

    /// <summary>Places that the server has for uploads; null leaves it as many as it comes with.</summary>
    public int? Places { get; init; }
}
