namespace Atelier.Data.Events;

/// <summary>Keeps how far callers were told that generations are, so that a node which has not heard it never tells less.</summary>
public interface IToldProgress
{
    /// <summary>From now on nobody is told less of a generation that is being made.</summary>
    /// <param name="percent">Of our timeline.</param>
    Task KeepAsync(Guid generationId, int percent, CancellationToken cancellationToken);
}
