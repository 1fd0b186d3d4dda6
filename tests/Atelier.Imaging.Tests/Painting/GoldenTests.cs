using System.Security.Cryptography;

namespace Atelier.Imaging.Tests.Painting;

/// <summary>
/// The same bytes on any machine. A change of the painter that is meant to be seen changes these values; one that is not,
/// or another processor, must not.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("realistic", "31EF290B82ABC928")]
    [InlineData("illustration", "ACDC302E994496EF")]
    [InlineData("abstract", "863070C3E12C3F9B")]
    [InlineData("minimal", "D8A2B63F610CB6F5")]
    [InlineData("photo", "F59294167E9CC445")]
    public void Paint_OnAnyMachine_GivesTheseBytes(string style, string expected)
    {
        const string Prompt = "a boat on a lake, mountains, autumn trees, city, aurora, night, flowers, rain";

        var picture = Pictures.Paint(Prompt, style, 96, 64);

        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(picture.Pixels))[..16]);
    }
}
