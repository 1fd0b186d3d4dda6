using System.Text;

namespace Atelier.Client.Events;

/// <summary>The fields of an event, line by line.</summary>
internal sealed class EventFields
{
    private readonly StringBuilder _data = new();
    private string? _id;
    private string? _name;

    /// <summary>The event that an empty line ends; null while there is none.</summary>
    public ServerEvent? Take(string line, int most)
    {
        if (line.Length == 0)
        {
            return End();
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (name)
        {
            case "id":
                _id = value;
                break;
            case "event":
                _name = value;
                break;
            case "data":
                _data.Append(value).Append('\n');
                break;
            default:
                break;
        }

        return _data.Length <= most ? null : throw new InvalidDataException("An event has no end.");
    }

    private ServerEvent? End()
    {
        // Without data it is none, says the standard.
        var whole = _data.Length == 0 ? null : new ServerEvent(_id, _name, _data.ToString(0, _data.Length - 1));
        _data.Clear();
        (_id, _name) = (null, null);
        return whole;
    }
}
