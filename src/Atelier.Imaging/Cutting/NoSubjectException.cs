namespace Atelier.Imaging.Cutting;

/// <summary>Nothing could be told from the background: it is not plain, or there is nothing before it.</summary>
public sealed class NoSubjectException : Exception
{
    public NoSubjectException()
        : base("No subject could be told from the background.") { }

    public NoSubjectException(string message)
        : base(message) { }

    public NoSubjectException(string message, Exception innerException)
        : base(message, innerException) { }
}
