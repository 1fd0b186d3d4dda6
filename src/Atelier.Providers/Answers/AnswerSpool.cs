namespace Atelier.Providers.Answers;

/// <summary>Where the answer of one attempt is kept until its pictures are finished: named parts, each whole or not there.</summary>
public abstract class AnswerSpool
{
    /// <summary>The part written last: when it is there, the answer is whole.</summary>
    public const string Answer = "answer";

    /// <summary>
    /// An answer that may only name its pictures. When it is there, the call is answered; until <see cref="Answer"/> is there too,
    /// fetching them is a task of our own, which bears the attempt's id.
    /// </summary>
    public const string Response = "response";

    /// <summary>
    /// What <see cref="Answer"/> would be if no further picture came: there while some of a task's pictures are in the spool and others
    /// were not to be had yet. Whoever finds that nothing more will come makes it the answer.
    /// </summary>
    public const string Partial = "partial";

    /// <summary>How many pictures the attempt is for: what comes beyond them nobody waits for. Unbounded where nobody says.</summary>
    public int Wanted { get; init; } = int.MaxValue;

    /// <summary>The name of the picture with this number, from 0, where a wire sends pictures as files.</summary>
    public static string Picture(int number) => $"picture-{number}";

    /// <summary>Writes a part; durable when this returns. An exception of <paramref name="write"/> leaves nothing.</summary>
    public abstract Task WriteAsync(
        string part,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    );

    /// <summary>A part; null when it is not there. The caller disposes it.</summary>
    public abstract Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken);
}
