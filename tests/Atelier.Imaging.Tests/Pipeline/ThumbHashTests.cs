using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Pipeline;

public sealed class ThumbHashTests
{
    // What npm's thumbhash 0.1.1, the format's own encoder, says; thumbhash-vectors.mjs beside this file asks it.
    [Theory]
    [InlineData(20, 15, false, "21E40945867077778578788787878787718037FBB4")]
    [InlineData(15, 20, false, "60D4094D046077857968798887878777738087FDD3")]
    [InlineData(100, 100, false, "DF07062F027777867C78687867F778687774780757998F07")]
    [InlineData(100, 7, false, "27140621864434C066885998346094F7EA")]
    [InlineData(3, 90, false, "DD460A510C839087887F82898580F22823")]
    [InlineData(20, 15, true, "63E4851C84187078977AA686370679C45F2A8237C0377B7708")]
    [InlineData(15, 20, true, "A0D4851C02187087A9576A79470679E92F6F652790088C7907")]
    [InlineData(64, 64, true, "6117862D020787486A277F17A88773B07F635C2F6352D51546")]
    public void Encode_Picture_SaysWhatTheFormatsOwnEncoderSays(int width, int height, bool alpha, string expected)
    {
        var picture = TestPixels.From(
            width,
            height,
            alpha ? 4 : 3,
            (x, y) =>
                [
                    (byte)(x * 7 + y * 3),
                    (byte)(x * y + 40),
                    (byte)(255 - y * 5),
                    .. alpha ? (byte[])[(byte)(x * 9 + y * 11)] : [],
                ]
        );

        Assert.Equal(expected, Convert.ToHexString(ThumbHash.Encode(picture)));
    }

    [Fact]
    public void Encode_InvisiblePicture_GivesAHashAllTheSame() =>
        Assert.InRange(ThumbHash.Encode(TestPixels.Plain(8, 8, 200, 100, 50, 0)).Length, 6, 30);

    [Fact]
    public void Encode_LargerThanTheFormatTakes_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ThumbHash.Encode(TestPixels.Plain(101, 8, 1, 2, 3)));
}
