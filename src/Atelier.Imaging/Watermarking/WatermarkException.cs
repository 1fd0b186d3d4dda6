namespace Atelier.Imaging.Watermarking;

/// <summary>A mark was due and could not be drawn, so there is no picture either.</summary>
public sealed class WatermarkException : Exception
{
    public WatermarkException() { }

    public WatermarkException(string message)
        : base(message) { }

    public WatermarkException(string message, Exception innerException)
        : base(message, innerException) { }
}
