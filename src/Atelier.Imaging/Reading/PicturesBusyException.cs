namespace Atelier.Imaging.Reading;

/// <summary>So many pictures wait to be decoded that one more is not taken. Nothing is wrong with the picture.</summary>
public sealed class PicturesBusyException : Exception
{
    private const string Text = "Too many pictures wait to be read.";

    public PicturesBusyException()
        : base(Text) { }

    public PicturesBusyException(string message)
        : base(message) { }

    public PicturesBusyException(string message, Exception innerException)
        : base(message, innerException) { }

    internal PicturesBusyException(TimeSpan retryAfter)
        : base(Text) => RetryAfter = retryAfter;

    /// <summary>When another try makes sense, for a <c>Retry-After</c> header: whole seconds, 1 or more.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
