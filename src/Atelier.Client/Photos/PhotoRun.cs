namespace Atelier.Client.Photos;

/// <summary>A whole run: the photo, the task, and what came of it.</summary>
public sealed record PhotoRun(PhotoUpload Upload, PhotoTask Task, PhotoStatus Status);
