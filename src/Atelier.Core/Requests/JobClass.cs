namespace Atelier.Core.Requests;

/// <summary>How urgent a job is. Lower classes get a smaller share, never none.</summary>
public enum JobClass
{
    Interactive,
    Background,
    Prefetch,
}
