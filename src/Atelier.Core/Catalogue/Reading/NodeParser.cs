using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Turns one file into nodes with lines; what is not plain YAML becomes an error.</summary>
internal sealed class NodeParser
{
    // The catalogue needs five levels; a file of brackets must not end the process by its stack.
    private const int MaxDepth = 20;

    private readonly string _file;
    private readonly Parser _parser;
    private readonly ErrorList _errors;

    private NodeParser(CatalogueFile file, ErrorList errors)
    {
        _file = file.Name;
        _parser = new Parser(new StringReader(file.Text));
        _errors = errors;
    }

    /// <summary>The root of the file; null when it is empty or broken, and then the errors say so.</summary>
    public static Node? Parse(CatalogueFile file, ErrorList errors)
    {
        var parser = new NodeParser(file, errors);
        try
        {
            return parser.ReadFile();
        }
        catch (YamlException broken)
        {
            errors.Add(file.Name, Line(broken.Start), $"This is not valid YAML: {broken.Message.TrimEnd('.')}.");
        }
        // On some unclosed brackets and wrong escapes the scanner fails with whatever its own code ran into.
        catch (Exception)
        {
            var line = Line(parser._parser.Current?.Start ?? Mark.Empty);
            errors.Add(file.Name, line, "This is not valid YAML: look for an open bracket or quote from here on.");
        }

        return null;
    }

    private Node? ReadFile()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _errors.Add(_file, 1, "The file is empty; write a section into it or remove it.");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _errors.Add(
                _file,
                Line(second.Start),
                "The file holds a second document (---); write everything into one."
            );
        }

        return root;
    }

    private Node ReadNode(int depth)
    {
        var start = _parser.Current?.Start ?? Mark.Empty;
        if (depth > MaxDepth)
        {
            throw new YamlException(start, start, $"More than {MaxDepth} levels");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(_file, Line(start), scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<Node>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new ListNode(_file, Line(start), items);
        }

        if (_parser.TryConsume<MappingStart>(out _))
        {
            return new MapNode(_file, Line(start), ReadEntries(depth));
        }

        throw new YamlException(start, start, "Anchors and aliases (&, *) are not supported, write the value out");
    }

    private Dictionary<string, MapEntry> ReadEntries(int depth)
    {
        var entries = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                var at = _parser.Current?.Start ?? Mark.Empty;
                throw new YamlException(at, at, "A key must be a single word");
            }

            var line = Line(key.Start);
            var value = ReadNode(depth + 1);
            if (!entries.TryAdd(key.Value, new MapEntry(line, value)))
            {
                var first = entries[key.Value].Line;
                _errors.Add(_file, line, $"{key.Value} stands here twice, first in line {first}; keep one.");
            }
        }

        return entries;
    }

    private static int Line(Mark mark) => (int)Math.Max(1, mark.Line);
}
