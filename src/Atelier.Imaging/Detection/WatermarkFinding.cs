namespace Atelier.Imaging.Detection;

/// <summary>Whether a picture carries somebody's visible watermark.</summary>
/// <param name="Score">0 to 1: how far the weakest of the signs is from missing; below 0.5 one is missing.</param>
public readonly record struct WatermarkFinding(double Score)
{
    /// <summary>All signs are there.</summary>
    public bool Found => Score >= 0.5;
}
