using System.Text;

namespace Atelier.TestKit.Texts;

/// <summary>A seeded generator of texts that mean harm, so that a failing one can be had again.</summary>
public sealed class HostileTexts(ulong seed)
{
    private static readonly string[] Pieces =
    [
        "-",
        "-",
        "-",
        "--",
        "—",
        "–",
        "―",
        "−",
        "‑",
        "－",
        "﹣",
        "⸺",
        "~",
        "_",
        "\u00AD",
        "\u200B",
        "\u200D",
        "\uFE0F",
        "\u0301",
        " ",
        " ",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u00A0",
        "\u2028",
        "\u3000",
        "\0",
        "\u0007",
        "\"",
        "'",
        "`",
        "“",
        "(",
        "<",
        ">",
        "on",
        "click",
        "onload=",
        "java",
        "script:",
        "javascript:",
        "\uDB40\uDC2D",
        "\u3164",
        "➖",
        "{",
        "}",
        "\\",
        ",",
        ".",
        ":",
        "=",
        "/",
        "v",
        "ar",
        "no",
        "seed",
        "turbo",
        "niji",
        "tile",
        "sref",
        "fox",
        "w",
        "ｖ",
        "狐",
        "7",
        "16:9",
        "0.5",
        "http://",
        "https://x.test/a.png",
        "HTTP://",
        "🦊",
        "👩‍🚀",
    ];

    private ulong _state = seed;

    /// <summary>0 to below the limit.</summary>
    public int Next(int limit)
    {
        _state = (_state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
        return (int)((_state >> 33) % (ulong)limit);
    }

    /// <summary>Dashes of all kinds, blanks, quotes, flags, markup, addresses, words, in any order.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        for (var left = 1 + Next(24); left > 0; left--)
        {
            text.Append(Pieces[Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
