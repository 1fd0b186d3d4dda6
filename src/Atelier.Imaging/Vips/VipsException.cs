namespace Atelier.Imaging.Vips;

/// <summary>An operation of libvips failed.</summary>
public sealed class VipsException : Exception
{
    public VipsException() { }

    public VipsException(string message)
        : base(message) { }

    public VipsException(string message, Exception innerException)
        : base(message, innerException) { }

    private VipsException(string operation, string nativeText)
        : base($"libvips could not run {operation}: {nativeText}")
    {
        Operation = operation;
        NativeText = nativeText;
    }

    /// <summary>The operation's name in libvips, such as <c>pngsave_buffer</c>.</summary>
    public string? Operation { get; }

    /// <summary>
    /// What libvips said, for people only: its error buffer belongs to the whole process, so a neighbour's failure may
    /// be in it.
    /// </summary>
    public string? NativeText { get; }

    /// <summary>Takes the text out of the error buffer, so that it does not return with the next failure.</summary>
    internal static VipsException Take(string operation)
    {
        var text = LibVips.TakeErrorText().Trim().ReplaceLineEndings("; ");
        return new VipsException(operation, text.Length > 0 ? text : "it gave no reason");
    }
}
