namespace Atelier.Providers.ComfyUi;

/// <summary>A workflow of the operator is wrong; the text names file, node and slot, a line each.</summary>
public sealed class WorkflowException(IReadOnlyList<string> problems)
    : Exception($"A workflow is wrong:\n{string.Join('\n', problems)}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
