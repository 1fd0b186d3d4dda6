namespace Atelier.Emulators.Wires;

/// <summary>A route of a wire; <c>{id}</c> at the end of the template takes the rest of the path.</summary>
internal sealed record WireOperation(
    string Name,
    OperationKind Kind,
    string Method,
    string Template,
    Func<WireRequest, Prepared> Prepare
)
{
    private const string Rest = "{id}";

    /// <summary>What stands in the place of the id ("" without one), or null when the path is another one.</summary>
    public string? Match(string path)
    {
        if (!Template.EndsWith(Rest, StringComparison.Ordinal))
        {
            return path == Template ? "" : null;
        }

        var start = Template[..^Rest.Length];
        return path.StartsWith(start, StringComparison.Ordinal) && path.Length > start.Length
            ? path[start.Length..]
            : null;
    }
}
