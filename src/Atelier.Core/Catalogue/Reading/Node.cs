namespace Atelier.Core.Catalogue.Reading;

/// <summary>A piece of YAML that still knows where it stands.</summary>
internal abstract record Node(string File, int Line)
{
    /// <summary>What it is called in an error.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value; a plain one may be a number or a yes or no, a quoted one is text.</summary>
internal sealed record ScalarNode(string File, int Line, string Value, bool IsPlain) : Node(File, Line)
{
    public override string Kind => IsNull ? "nothing" : $"\"{Value}\"";

    public bool IsNull => IsPlain && Value is "" or "~" or "null";
}

/// <summary>A list.</summary>
internal sealed record ListNode(string File, int Line, IReadOnlyList<Node> Items) : Node(File, Line)
{
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed record MapNode(string File, int Line, IReadOnlyDictionary<string, MapEntry> Entries) : Node(File, Line)
{
    public override string Kind => "a block of keys";
}

/// <summary>A key's value, with the line of the key.</summary>
internal sealed record MapEntry(int Line, Node Value);
