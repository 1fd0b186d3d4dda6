namespace Atelier.Data.Queue;

/// <summary>The connection broke while a group was written: whether it was committed is in the rows.</summary>
internal sealed class CommitLostException(Exception inner) : Exception("The connection broke during a commit.", inner);
