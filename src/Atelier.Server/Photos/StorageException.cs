namespace Atelier.Server.Photos;

/// <summary>This node's own disk failed, not the line of whoever sends.</summary>
internal sealed class StorageException(IOException cause) : IOException("The upload could not be put aside.", cause);
