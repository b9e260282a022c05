// Answers that others computed: the examples of RFC 7515, 7517 and 7638, and one signature made
// with OpenSSL for each algorithm that those have no example of.

import JSONWire

enum Vectors {
    /// RFC 7515 A.1: the key of 64 bytes, in base64url.
    static let hs256Key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1"
        + "Z9CAow"
    static let hs256 =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTk"
        + "zODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbU"
        + "JU1p1r_wW1gFWFOEjXk"

    /// RFC 7515 A.2.
    static let rs256Key: JSON = rsa(
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
            + "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0"
            + "LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
            + "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
            + "PAcDTW9gb54h4FRWyuXpoQ")
    static let rs256 =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9"
        + "leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2Vt"
        + "Qgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
        + "YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
        + "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI"
        + "8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"

    /// RFC 7515 A.3.
    static let es256Key: JSON = [
        "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    ]
    static let es256 =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9"
        + "leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXF"
        + "CgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

    static let ps256Key: JSON = rsa(
        "vFI4-LQCN56bqyqGw5DqJwcBjI606oxDLRNVHbqoVY7EUCvL_-CDBSPx6s4oFJ2AT2jbS3y3VsznUVR8"
            + "cgtwduwmVeWQyQJgDroMFoqL4Vq4tgnFIFeZAjmeBWhZC20AA8zYAlzlNxquGlmJiRcDOq8bIL-YyIMu"
            + "DveqcyJFaIYBWSZ8vFFxYJZbOPBNq0rOU1jK55x2FRk3WEAdMDnfVd8IlxGC8MCHEukuFLzE9S2OtkhT"
            + "XV5trHcpbf1EGqTY4tPsk9nYXyX0_QdfPMFlXegcxSOLGu9kmSQtM5gn-Lkt-OJ4CC4kSeLzSg2o6B8p"
            + "zn83tSN0lOp3FMJRQVKFpw")
    static let ps256 =
        "eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiJzaG9wIiwic3ViIjoic2hvcCJ9.qTdN5D5lCifytiqY-wBOgk"
        + "qm-pijb2qGkKKB6Qac78ZuG5W47qo2U3dRL5gSTWIqruWmWr9x-qcYRt_WFqZMaADFM4C3sn4Oux1KDv"
        + "nmaEBMObwe1XbzsDYd-eXm4MdrRV1ryxcZ8jBfz5MP6XY1zKjn1u2AoNCqtWEaWHg4rvpwiYwEqHrvak"
        + "_oO8NEX_YTVS_1HONm6-aNTBPemkEpDnH1YP_y9cUbL1elZiADxGXERlrmC9gO9m4Sxn2ARDHx98R1Uw"
        + "C5EdckyjXxrKnpmY9tbQCuDKmXoCPztldIjYLZMEBkq-BfExaJnP68XYTzUaL79Yj3_n_mnFaXNbus5Q"

    static let es384Key: JSON = [
        "kty": "EC", "crv": "P-384",
        "x": "NJJKTGDKujrJGkGkUEeCHXS7oTCnn5DrhrbWB6Oh52Rk6p9nbz9FtPV5T25dVysd",
        "y": "C_G6ZYKu1POUqxpmpgAi-40Yyc8rri2NLOPs2VTgXUZmZ7ROpJECulOskpEh93yX",
    ]
    static let es384 =
        "eyJhbGciOiJFUzM4NCJ9.eyJpc3MiOiJzaG9wIiwic3ViIjoic2hvcCJ9.7IUwJ_uuVVlbMcf_lp83a3"
        + "emmvg0V8Ytrn7OCfyHmJhbL-bQpaZNzx4bs9zp1J4AlZx1lItsLt37CGsEWfo3ZdOBcSecnF_oxbwGNu"
        + "fqcOjKMvhYc5HpAJHeeF91Uo7h"

    static let secret = "correct horse battery staple, and so on"
    static let hs384 =
        "eyJhbGciOiJIUzM4NCJ9.eyJpc3MiOiJzaG9wIiwic3ViIjoic2hvcCJ9.A5Higud6fOMF3Z95BnqrbR"
        + "XH43HF4QpMvOAOg0QLGcmkeX0pY_iUQx8eJdsbELhQ"
    static let hs512 =
        "eyJhbGciOiJIUzUxMiJ9.eyJpc3MiOiJzaG9wIiwic3ViIjoic2hvcCJ9.x_sLXhnSsMpg1BhW5BYpxz"
        + "KxFkE1IcnWQNVQOfQG5aZ8hKD4ggdNXX3Nyb3cY9eoqRIxyVUVoGqGckwyD2O0lg"

    /// RFC 7638 §3.1, and RFC 7517 A.1 without its name.
    static let thumbprintKey =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1"
        + "L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4"
        + "QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO"
        + "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF"
        + "Cur-kEgU8awapJzKnqDKgw"
    static let thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"

    /// RFC 7517 A.1: for encryption.
    static let encryptionKey: JSON = [
        "kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "use": "enc", "kid": "1",
    ]

    /// A modulus of 1,024 bits.
    static let weakModulus =
        "sU7FBE356XJ8AiiaUyCF_kIrud_vY1SK7GtvMmMS_4SyWl_zPlnFMWxStj7ltJfoUzYhh9EtwByZSKKE"
        + "KhpkSDlKmE51p2E9PO7seMJLMgIpd6OovPSYfc41pv2RswbH3vof3fOKOw8UgKXCNqJSY25n1v0HEvTz"
        + "1qU0KUg-4dU"

    static func rsa(_ modulus: String) -> JSON {
        ["kty": "RSA", "n": .string(modulus), "e": "AQAB"]
    }
}
